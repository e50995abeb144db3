// The part of gemmi that ednet uses, in C: what is known of the 230 types of space groups and of the elements;
// the headers that it includes add the settings' operations and CIF.
//
// A C header over C++ because gemmi's own headers are templates and exceptions, neither of which can
// cross into Swift. Nothing here throws, keeps state or hands out memory to be freed; every string
// returned lives as long as the program.
#pragma once

#include "CGemmiCIF.h"
#include "CGemmiOperations.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// The number (1 to 230) of the space group that a Hermann-Mauguin symbol means, in whatever setting and
// with or without spaces ("P 21/c", "P21/n", "Fd-3m:2", "R-3m:R", "Cmce", "Cmca"); 0 where it means none.
int cgemmi_space_group_number(const char *symbol);

// Writes the short Hermann-Mauguin symbol of the standard setting ("P21/c", "Fm-3m", "Cmce") without spaces,
// with its closing zero, into `buffer` of `size` bytes; false where number or size do not allow it.
bool cgemmi_space_group_symbol(int number, char *buffer, size_t size);

// The centring letter of the standard setting (P, A, C, I, F, R); 0 where the number is not 1 to 230.
char cgemmi_space_group_centring(int number);

// The symbol of the point group ("m-3m"); NULL where the number is not 1 to 230.
const char *cgemmi_space_group_point_group(int number);

// Whether only rotations, screw axes and translations are in the group (65 groups).
bool cgemmi_space_group_is_sohncke(int number);

// Whether the group is the semidirect product of its point group and its translations (73 groups).
bool cgemmi_space_group_is_symmorphic(int number);

// The number of the space group that a mirror makes of this one: its own number, but for the 11
// enantiomorphic pairs; 0 where the number is not 1 to 230.
int cgemmi_space_group_mirror_image(int number);

// The symbol of the Laue class of a point group ("m-3m" of "432"); NULL where the symbol is none of the 32.
const char *cgemmi_point_group_laue_class(const char *symbol);

// The symbol ("Fe") of the element of an atomic number from 1 to 118; "X" for other numbers.
const char *cgemmi_element_symbol(int atomic_number);

// The atomic number of the element of a symbol, in any case, 1 for deuterium; 0 where it is none.
int cgemmi_element_number(const char *symbol);

// The crystal system of a point group ("trigonal" of "-3m"); NULL where the symbol is none of the 32.
const char *cgemmi_point_group_crystal_system(const char *symbol);

#ifdef __cplusplus
}
#endif
