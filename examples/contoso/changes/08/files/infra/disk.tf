data "azurerm_disk_encryption_set" "archive" {
  name                = "des-contoso-archive"
  resource_group_name = azurerm_resource_group.platform.name
}

resource "azurerm_managed_disk" "archive" {
  name                   = "disk-archive"
  location               = azurerm_resource_group.platform.location
  resource_group_name    = azurerm_resource_group.platform.name
  storage_account_type   = "Premium_LRS"
  create_option          = "Empty"
  disk_size_gb           = 512
  disk_encryption_set_id = data.azurerm_disk_encryption_set.archive.id
}
