variable "name" {}

variable "timeout" {}

variable "dead" {}

resource "terraform_data" "queue" {
  count = 1
  input = { name = var.name, timeout = var.timeout, dead = var.dead.id }
}

output "id" {
  value = terraform_data.queue[0].id
}
