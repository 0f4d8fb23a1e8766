# The platform that the ten pull requests change.
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "platform" {
  name     = "rg-contoso-platform"
  location = "westeurope"
  tags     = { owner = "platform" }
}
