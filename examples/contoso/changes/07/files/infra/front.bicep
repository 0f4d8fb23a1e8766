// Deliberate mistake, environment drift: what is deployed was edited by hand since (outputs/drift-by-hand.json).
resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: 'plan-front'
  location: resourceGroup().location
  sku: { name: 'P1v3' }
  tags: { team: 'web' }
}
