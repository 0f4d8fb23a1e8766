# Deliberate mistake, privilege inflation: the pipeline owns the subscription, and nobody says why.
resource "azurerm_user_assigned_identity" "pipeline" {
  name                = "id-pipeline"
  location            = azurerm_resource_group.platform.location
  resource_group_name = azurerm_resource_group.platform.name
}

resource "azurerm_role_assignment" "pipeline" {
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
  role_definition_name = "Owner"
  principal_id         = azurerm_user_assigned_identity.pipeline.principal_id
}
