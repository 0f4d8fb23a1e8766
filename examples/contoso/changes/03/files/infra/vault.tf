data "azurerm_client_config" "current" {}

resource "azurerm_key_vault" "payments" {
  name                       = "kv-contoso-payments"
  location                   = azurerm_resource_group.platform.location
  resource_group_name        = azurerm_resource_group.platform.name
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "premium"
  purge_protection_enabled   = true
  soft_delete_retention_days = 90
}

resource "azurerm_key_vault_key" "payments" {
  name         = "payments"
  key_vault_id = azurerm_key_vault.payments.id
  key_type     = "RSA-HSM"
  key_size     = 4096
  key_opts     = ["decrypt", "encrypt"]
}
