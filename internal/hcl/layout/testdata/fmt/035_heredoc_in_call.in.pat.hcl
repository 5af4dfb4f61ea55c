locals {
  a = trimspace(<<EOT
one
EOT
)
  b = [<<A
x
A
,<<B
y
B
]
  c="${<<C
z
C
}"
}
