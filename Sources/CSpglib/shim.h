// spglib's own header: the symmetry of a set of atoms.
#include <spglib.h>
