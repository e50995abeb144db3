// Gemmi's CIF grammar in C: the entries of a file, in order, each with its line.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// What an entry is.
typedef enum {
  CGEMMI_CIF_BLOCK,  // the beginning of a data block; the text is its name
  CGEMMI_CIF_LOOP,   // the beginning of a loop; its tags follow, then its values, row by row
  CGEMMI_CIF_TAG,    // a tag; outside a loop its value follows
  CGEMMI_CIF_VALUE,  // a value, without its quotes
  CGEMMI_CIF_NULL    // a value that is not given: ? or .
} cgemmi_cif_kind;

// One entry; the text lives as long as what was read.
typedef struct {
  cgemmi_cif_kind kind;
  size_t line;
  const char *text;
} cgemmi_cif_entry;

// What was read from a CIF. It keeps no state elsewhere: several may be read at the same time.
typedef struct cgemmi_cif cgemmi_cif;

// Reads a CIF; to be freed. NULL where there is no memory.
cgemmi_cif *cgemmi_cif_read(const char *bytes, size_t count);

// Frees what was read.
void cgemmi_cif_free(cgemmi_cif *cif);

// What is wrong with the file, and in which line (0 where unknown); NULL where nothing is.
const char *cgemmi_cif_failure(const cgemmi_cif *cif, size_t *line);

// The number of entries.
size_t cgemmi_cif_count(const cgemmi_cif *cif);

// The entry of an index below the number of entries.
cgemmi_cif_entry cgemmi_cif_at(const cgemmi_cif *cif, size_t index);

// Reads a number with or without its standard uncertainty, as in 5.4310(2); false where it is none.
bool cgemmi_cif_number(const char *text, double *number);

#ifdef __cplusplus
}
#endif
