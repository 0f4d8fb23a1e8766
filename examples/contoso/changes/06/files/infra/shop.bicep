// Deliberate mistake, alert illusion: the rule is enabled, and calls nobody.
param shop string

resource paymentsFail 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'paymentsFail'
  location: 'global'
  properties: {
    severity: 1
    enabled: true
    scopes: [shop]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: []
    }
    actions: []
  }
}
