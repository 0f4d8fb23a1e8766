# Deliberate mistakes, by failure pattern. Never deploy this.

# Unsafe defaults: open to every network, plain HTTP, an old TLS version.
resource "azurerm_storage_account" "ledger" {
  name                            = "plumbledger"
  resource_group_name             = "rg-ledger"
  location                        = "westeurope"
  account_tier                    = "Standard"
  account_replication_type        = "LRS"
  https_traffic_only_enabled      = false
  min_tls_version                 = "TLS1_0"
  allow_nested_items_to_be_public = true
}

# Recovery gap: no purge protection.
resource "azurerm_key_vault" "ledger" {
  name                     = "plumb-ledger-kv"
  resource_group_name      = "rg-ledger"
  location                 = "westeurope"
  tenant_id                = "00000000-0000-0000-0000-000000000000"
  sku_name                 = "standard"
  purge_protection_enabled = false
}

# Unsafe defaults: remote administration from anywhere.
resource "aws_security_group" "admin" {
  name        = "admin"
  description = "administration"

  ingress {
    description = "ssh"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# Privilege inflation: everything, everywhere.
resource "aws_iam_policy" "deployer" {
  name = "deployer"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}
