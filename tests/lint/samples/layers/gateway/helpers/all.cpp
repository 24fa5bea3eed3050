// bad: no row
