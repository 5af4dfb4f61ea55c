locals {
  日本語 = "名前" # wide
  été = "x" # accent
  a = "👨‍👩‍👧" # family
  bb = "é" # combining
  ccc = "​" # no width
  dddd = "ﷺ" # ligature
}
