locals {
	a	=	1
	bb	=	{	c	=	"d"	}
	list = [
		"x",	# y
	]
}
