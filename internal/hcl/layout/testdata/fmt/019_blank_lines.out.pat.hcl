


template "a" {


  name = "a"


  expires_in = 1


}



template "b" {

}



