// A C interface to gemmi: data on the 230 types of space groups and on the elements. The included headers add the
// operations of settings and CIF.
//
// Swift cannot import gemmi's own C++ headers, which consist of templates and throw exceptions. The functions of this
// header do not throw, keep no state and allocate nothing for the caller; returned strings live as long as the program.
#pragma once

#include "CGemmiCIF.h"
#include "CGemmiOperations.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// The number (1 to 230) of the space group of a Hermann-Mauguin symbol in any setting, with or without spaces
// ("P 21/c", "P21/n", "Fd-3m:2", "R-3m:R", "Cmce", "Cmca"); 0 if the symbol is unknown.
int cgemmi_space_group_number(const char *symbol);

// Writes the short Hermann-Mauguin symbol of the standard setting ("P21/c", "Fm-3m", "Cmce"), without spaces and with
// a terminating zero, into `buffer` of `size` bytes; false if the number is not 1 to 230 or the buffer is too small.
bool cgemmi_space_group_symbol(int number, char *buffer, size_t size);

// The centring letter of the standard setting (P, A, C, I, F, R); 0 if the number is not 1 to 230.
char cgemmi_space_group_centring(int number);

// The symbol of the point group ("m-3m"); NULL if the number is not 1 to 230.
const char *cgemmi_space_group_point_group(int number);

// True if the group has only rotations, screw axes and translations (65 groups).
bool cgemmi_space_group_is_sohncke(int number);

// True if the group is the semidirect product of its point group and its translations (73 groups).
bool cgemmi_space_group_is_symmorphic(int number);

// The number of the mirror image of a space group: its partner in one of the 11 enantiomorphic pairs, otherwise its
// own number; 0 if the number is not 1 to 230.
int cgemmi_space_group_mirror_image(int number);

// The symbol of the Laue class of a point group ("m-3m" for "432"); NULL if the symbol is unknown.
const char *cgemmi_point_group_laue_class(const char *symbol);

// The symbol ("Fe") of an element by its atomic number, 1 to 118; "X" for any other number.
const char *cgemmi_element_symbol(int atomic_number);

// The atomic number of an element by its symbol in upper or lower case, 1 for deuterium; 0 if the symbol is unknown.
int cgemmi_element_number(const char *symbol);

// The crystal system of a point group ("trigonal" for "-3m"); NULL if the symbol is unknown.
const char *cgemmi_point_group_crystal_system(const char *symbol);

#ifdef __cplusplus
}
#endif
