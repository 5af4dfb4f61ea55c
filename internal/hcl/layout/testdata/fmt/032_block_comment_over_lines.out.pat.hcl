locals {
  a   = 1 /* one
     two
  three */
  bbb = 2
  /*
   keep
      this
*/
  c = /* x
  y */ 3
}
