locals {
a = {
b = {
c = [
{
d = [
[
1
]
]
}
]
}
}
}
organization "octo-org" {
review {
approve = ["conforming"]
x {
y {
z = 1
}
}
}
}
