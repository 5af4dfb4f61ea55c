locals {
}
# end