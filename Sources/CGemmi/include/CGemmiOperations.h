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

// The number of a setting's space group; 0 if there is no such setting.
int cgemmi_setting_number(int setting);

// True if the space group has two origins in International Tables A, which its symbol alone does not distinguish.
bool cgemmi_setting_has_two_origins(int setting);

// Writes the operations of a setting, centring included, and returns their number; 0 if there is no such setting.
int cgemmi_setting_operations(int setting, cgemmi_operation operations[CGEMMI_MOST_OPERATIONS]);

// Reads an operation such as "-x,y+1/2,z" or "x-y,x,z+1/6"; false if the text is not one or has a fractional matrix.
bool cgemmi_read_operation(const char *text, cgemmi_operation *operation);

#ifdef __cplusplus
}
#endif
