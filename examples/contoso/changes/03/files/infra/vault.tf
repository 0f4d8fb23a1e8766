data "azurerm_key_vault" "payments" {
  name                = "kv-contoso-payments"
  resource_group_name = azurerm_resource_group.platform.name
}

resource "azurerm_key_vault_key" "payments" {
  name            = "payments"
  key_vault_id    = data.azurerm_key_vault.payments.id
  key_type        = "RSA-HSM"
  key_size        = 4096
  key_opts        = ["decrypt", "encrypt"]
  expiration_date = "2028-01-01T00:00:00Z"
}
