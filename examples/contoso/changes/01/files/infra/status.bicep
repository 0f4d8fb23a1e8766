param statusPage string

resource onCall 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'on-call'
  location: 'global'
  properties: {
    groupShortName: 'on-call'
    enabled: true
    emailReceivers: [{ name: 'on-call', emailAddress: 'on-call@contoso.example' }]
  }
}

resource statusPageDown 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'statusPageDown'
  location: 'global'
  properties: {
    severity: 1
    enabled: true
    scopes: [statusPage]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: []
    }
    actions: [{ actionGroupId: onCall.id }]
  }
}
