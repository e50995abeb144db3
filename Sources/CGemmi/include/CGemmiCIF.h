// Gemmi's CIF grammar in C: the entries of a file, in order, each with its line.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// The kind of an entry.
typedef enum {
  CGEMMI_CIF_BLOCK,  // the beginning of a data block; the text is its name
  CGEMMI_CIF_LOOP,   // the beginning of a loop; its tags follow, then its values, row by row
  CGEMMI_CIF_TAG,    // a tag; outside a loop its value follows
  CGEMMI_CIF_VALUE,  // a value, without its quotes
  CGEMMI_CIF_NULL    // a missing value: ? or .
} cgemmi_cif_kind;

// An entry; its text lives until cgemmi_cif_free.
typedef struct {
  cgemmi_cif_kind kind;
  size_t line;
  const char *text;
} cgemmi_cif_entry;

// The contents of a CIF. There is no other state, so several threads may each read a file.
typedef struct cgemmi_cif cgemmi_cif;

// Reads a CIF; release the result with cgemmi_cif_free. NULL if memory runs out.
cgemmi_cif *cgemmi_cif_read(const char *bytes, size_t count);

// Releases the contents of a CIF.
void cgemmi_cif_free(cgemmi_cif *cif);

// The syntax error of the file and its line (0 if unknown); NULL if there is none.
const char *cgemmi_cif_failure(const cgemmi_cif *cif, size_t *line);

// The number of entries.
size_t cgemmi_cif_count(const cgemmi_cif *cif);

// The entry at an index, which must be less than cgemmi_cif_count.
cgemmi_cif_entry cgemmi_cif_at(const cgemmi_cif *cif, size_t index);

// Reads a number with or without its standard uncertainty, as in 5.4310(2); false if the text is not a number.
bool cgemmi_cif_number(const char *text, double *number);

#ifdef __cplusplus
}
#endif
