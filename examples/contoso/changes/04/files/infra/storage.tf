# Deliberate mistakes, unsafe defaults: open to the world, an old TLS, and a key in the source (it is none).
resource "azurerm_storage_account" "ledger" {
  name                            = "stcontosoledger"
  location                        = azurerm_resource_group.platform.location
  resource_group_name             = azurerm_resource_group.platform.name
  account_tier                    = "Standard"
  account_replication_type        = "LRS"
  min_tls_version                 = "TLS1_0"
  allow_nested_items_to_be_public = true
  public_network_access_enabled   = true
}

locals {
  export = "DefaultEndpointsProtocol=https;AccountName=stcontosoledger;AccountKey=bm90LWEtcmVhbC1rZXk="
}
