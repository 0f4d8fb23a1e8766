// Deliberate mistakes. Never deploy this.
param location string = 'westeurope'
@secure()
param adminPassword string

resource site 'Microsoft.Web/sites@2022-09-01' = {
  name: 'plumb-ledger'
  location: location
  properties: {
    httpsOnly: false
    siteConfig: {
      minTlsVersion: '1.0'
      ftpsState: 'AllAllowed'
      remoteDebuggingEnabled: true
    }
  }
}

resource server 'Microsoft.Sql/servers@2022-05-01-preview' = {
  name: 'plumb-ledger-sql'
  location: location
  properties: {
    administratorLogin: 'ledger'
    administratorLoginPassword: adminPassword
    publicNetworkAccess: 'Enabled'
    minimalTlsVersion: '1.0'
  }
}

output password string = adminPassword
