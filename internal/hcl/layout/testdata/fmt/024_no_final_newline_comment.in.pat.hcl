locals {
}
  # end