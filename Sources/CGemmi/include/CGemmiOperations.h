// The settings of the space groups that gemmi knows, and their operations, in C.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// The most operations a space group has in a conventional cell.
enum { CGEMMI_MOST_OPERATIONS = 192 };

// The unit of translations: 24ths of a cell's edge.
enum { CGEMMI_TRANSLATION_UNIT = 24 };

// An operation x' = W x + w on coordinates in fractions; the matrix row by row, the translation in 24ths.
typedef struct {
  int rotation[9];
  int translation[3];
} cgemmi_operation;

// The setting that a Hermann-Mauguin symbol means ("P 21/n", "Fd-3m:2", "R-3m:R"); -1 where it means none. Of
// the two settings of an R group it takes the one that the angles alpha and gamma (degrees) fit.
int cgemmi_setting_of_symbol(const char *symbol, double alpha, double gamma);

// The standard setting of a space group's number; for an R group the one that the angles fit. -1 where the
// number is not 1 to 230.
int cgemmi_setting_of_number(int number, double alpha, double gamma);

// The number of a setting's space group; 0 where there is no such setting.
int cgemmi_setting_number(int setting);

// Whether the space group has two origins in International Tables A, which its symbol alone does not tell apart.
bool cgemmi_setting_has_two_origins(int setting);

// Writes the operations of a setting, centring included; returns how many, 0 where there is no such setting.
int cgemmi_setting_operations(int setting, cgemmi_operation operations[CGEMMI_MOST_OPERATIONS]);

// Reads an operation as "-x,y+1/2,z" or "x-y,x,z+1/6"; false where it is none or its matrix is not integer.
bool cgemmi_read_operation(const char *text, cgemmi_operation *operation);

#ifdef __cplusplus
}
#endif
