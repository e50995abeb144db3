// A C interface to gemmi's settings of space groups and their operations.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// The largest number of operations of a space group in a conventional cell.
enum { CGEMMI_MOST_OPERATIONS = 192 };

// The number of units of translation in a cell's edge.
enum { CGEMMI_TRANSLATION_UNIT = 24 };

// An operation x' = W x + w on fractional coordinates; the matrix by rows, the translation in 24ths of the edges.
typedef struct {
  int rotation[9];
  int translation[3];
} cgemmi_operation;

// The setting of a Hermann-Mauguin symbol ("P 21/n", "Fd-3m:2", "R-3m:R"); for an R group without axes, the one that
// fits the angles alpha and gamma (degrees). -1 if the symbol is unknown.
int cgemmi_setting_of_symbol(const char *symbol, double alpha, double gamma);

// The standard setting of a space group; for an R group, the one that fits the angles. -1 if the number is not 1 to
// 230.
int cgemmi_setting_of_number(int number, double alpha, double gamma);

// The setting of a space group with a code such as "b1", "-a2", "ba-c", "2cab", "1", "2", "h" or "r": the values of
// _space_group_IT_coordinate_system_code in the core CIF dictionary. -1 if there is none.
int cgemmi_setting_of_code(int number, const char *code);

// The number of a setting's space group; 0 if there is no such setting.
int cgemmi_setting_number(int setting);

// The Hermann-Mauguin symbol of a setting's axes ("P 1 21/n 1", "F d -3 m"), which lives as long as the program; NULL if
// there is no such setting.
const char *cgemmi_setting_symbol(int setting);

// True if the space group has two origins in International Tables A, which its symbol alone does not distinguish.
bool cgemmi_setting_has_two_origins(int setting);

// Writes the operations of a setting, centring included, and returns their number; 0 if there is no such setting.
int cgemmi_setting_operations(int setting, cgemmi_operation operations[CGEMMI_MOST_OPERATIONS]);

// Writes the operations of a Hall symbol such as "-P 2ybc" or "P 32 2c (0 0 4)", centring included, and returns their
// number; 0 if the symbol is not one.
int cgemmi_hall_operations(const char *hall, cgemmi_operation operations[CGEMMI_MOST_OPERATIONS]);

// The number of the space group of some operations, whose set is a group with the centring included; 0 if they are in
// none of gemmi's settings.
int cgemmi_number_of_operations(const cgemmi_operation *operations, int count);

// Reads an operation such as "-x,y+1/2,z" or "x-y,x,z+1/6"; false if the text is not one or has a fractional matrix.
bool cgemmi_read_operation(const char *text, cgemmi_operation *operation);

#ifdef __cplusplus
}
#endif
