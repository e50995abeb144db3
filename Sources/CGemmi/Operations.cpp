#define USE_STD_SNPRINTF

#include "CGemmiOperations.h"

#include <cctype>
#include <cstring>
#include <iterator>

#include <gemmi/symmetry.hpp>

namespace {

using Settings = gemmi::spacegroup_tables;

static_assert(gemmi::Op::DEN == CGEMMI_TRANSLATION_UNIT, "gemmi's unit of translations has changed");

const gemmi::SpaceGroup *find(int setting) {
  return setting >= 0 && static_cast<size_t>(setting) < std::size(Settings::main) ? &Settings::main[setting]
                                                                                 : nullptr;
}

int index_of(const gemmi::SpaceGroup *group) {
  return group == nullptr ? -1 : static_cast<int>(group - &Settings::main[0]);
}

// True if gemmi can parse the text safely: its products may overflow an int, and it accepts a, b, c and h, k, l for
// x, y, z although operations on axes and planes differ.
bool is_plain(const char *text) {
  int digits = 0;
  for (const char *p = text; *p != '\0'; ++p) {
    digits = std::isdigit(static_cast<unsigned char>(*p)) ? digits + 1 : 0;
    if (digits > 2)
      return false;
    if (std::isalpha(static_cast<unsigned char>(*p)) && std::strchr("xyzXYZ", *p) == nullptr)
      return false;
  }
  return true;
}

bool convert(const gemmi::Op &op, cgemmi_operation &operation) {
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      if (op.rot[i][j] % gemmi::Op::DEN != 0)
        return false;
      operation.rotation[3 * i + j] = op.rot[i][j] / gemmi::Op::DEN;
    }
    operation.translation[i] = op.tran[i];
  }
  return true;
}

}  // namespace

int cgemmi_setting_of_symbol(const char *symbol, double alpha, double gamma) {
  try {
    return symbol == nullptr ? -1 : index_of(gemmi::find_spacegroup_by_name(symbol, alpha, gamma));
  } catch (...) {
    return -1;
  }
}

int cgemmi_setting_of_number(int number, double alpha, double gamma) {
  try {
    if (number < 1 || number > 230)
      return -1;
    const gemmi::SpaceGroup &group = gemmi::get_spacegroup_reference_setting(number);
    return group.ext == 'H' ? cgemmi_setting_of_symbol(group.hm, alpha, gamma) : index_of(&group);
  } catch (...) {
    return -1;
  }
}

int cgemmi_setting_number(int setting) {
  const gemmi::SpaceGroup *group = find(setting);
  return group == nullptr ? 0 : group->number;
}

bool cgemmi_setting_has_two_origins(int setting) {
  const gemmi::SpaceGroup *group = find(setting);
  return group != nullptr && (group->ext == '1' || group->ext == '2');
}

int cgemmi_setting_operations(int setting, cgemmi_operation operations[CGEMMI_MOST_OPERATIONS]) {
  try {
    const gemmi::SpaceGroup *group = find(setting);
    if (group == nullptr)
      return 0;
    int count = 0;
    for (const gemmi::Op &op : group->operations()) {
      if (count == CGEMMI_MOST_OPERATIONS || !convert(op, operations[count]))
        return 0;
      ++count;
    }
    return count;
  } catch (...) {
    return 0;
  }
}

bool cgemmi_read_operation(const char *text, cgemmi_operation *operation) {
  try {
    if (text == nullptr || std::strlen(text) > 100 || !is_plain(text))
      return false;
    return convert(gemmi::parse_triplet(text), *operation);
  } catch (...) {
    return false;
  }
}
