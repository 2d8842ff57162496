variable "stage" {
  default = "dev"
}

variable "token" {
  default   = "s3cret"
  sensitive = true
}

locals {
  dead = terraform_data.dead.id
}

data "terraform_remote_state" "network" {
  backend = "local"
  config  = { path = "network.tfstate" }
}

resource "terraform_data" "dead" {
  input = "${var.stage}-dead-$${literal}"
}

resource "terraform_data" "worker" {
  count            = 2
  input            = { dead = terraform_data.dead.id, number = count.index }
  triggers_replace = [data.terraform_remote_state.network.outputs.zone]
}

resource "terraform_data" "room" {
  for_each = toset(["hall", "attic"])
  input    = terraform_data.worker[1].id
}

module "queue" {
  source   = "./modules/queue"
  for_each = { jobs = 30, mails = 60 }
  name     = each.key
  timeout  = each.value
  dead     = terraform_data.dead
}

module "topic" {
  source  = "./modules/topic"
  targets = [module.queue["jobs"].id, terraform_data.room["hall"].id]
}

resource "terraform_data" "token" {
  input            = var.token
  triggers_replace = "token ${var.token}"
}

resource "terraform_data" "by_output" {
  input = module.queue["mails"].id
}

resource "terraform_data" "ordered" {
  input      = "last"
  depends_on = [module.queue]
}

resource "terraform_data" "not_in_plan" {
  input            = local.dead
  triggers_replace = [terraform_data.room["hall"].id, upper(terraform_data.room["attic"].id), var.stage == "dev" ? terraform_data.dead.id : null]
}

resource "terraform_data" "provisioned" {
  provisioner "local-exec" {
    command = "true"
  }
}

output "jobs" {
  value = module.queue["jobs"].id
}
