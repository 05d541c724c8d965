"""The program as assistive technology finds it: read and used through AT-SPI, from outside."""
