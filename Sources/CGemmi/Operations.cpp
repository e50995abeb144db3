#define USE_STD_SNPRINTF

#include "CGemmiOperations.h"

#include <cctype>
#include <cstring>
#include <iterator>
#include <string>
#include <vector>

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

// Writes the operations of a group and returns their number; 0 if they are too many or not integer.
int write(const gemmi::GroupOps &group, cgemmi_operation operations[CGEMMI_MOST_OPERATIONS]) {
  int count = 0;
  for (const gemmi::Op &op : group) {
    if (count == CGEMMI_MOST_OPERATIONS || !convert(op, operations[count]))
      return 0;
    ++count;
  }
  return count;
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

const char *cgemmi_setting_symbol(int setting) {
  const gemmi::SpaceGroup *group = find(setting);
  return group == nullptr ? nullptr : group->hm;
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
    return write(group->operations(), operations);
  } catch (...) {
    return 0;
  }
}

int cgemmi_setting_of_code(int number, const char *code) {
  if (code == nullptr)
    return -1;
  for (const gemmi::SpaceGroup &group : Settings::main) {
    if (group.number != number)
      continue;
    // The table has the origin or the axes as a letter ("1", "2", "H", "R") apart from the directions, which are
    // blank for abc, and "b" alone where a monoclinic group has one cell choice.
    std::string full;
    if (group.ext != 0)
      full += static_cast<char>(std::tolower(static_cast<unsigned char>(group.ext)));
    full += group.qualifier;
    const bool is_default = group.qualifier[0] == '\0';
    if (full == code || full + "1" == code || (is_default && full + "abc" == code))
      return index_of(&group);
  }
  return -1;
}

int cgemmi_hall_operations(const char *hall, cgemmi_operation operations[CGEMMI_MOST_OPERATIONS]) {
  try {
    if (hall == nullptr || std::strlen(hall) > 60)
      return 0;
    return write(gemmi::symops_from_hall(hall), operations);
  } catch (...) {
    return 0;
  }
}

int cgemmi_number_of_operations(const cgemmi_operation *operations, int count) {
  try {
    std::vector<gemmi::Op> ops;
    for (int n = 0; n < count; ++n) {
      gemmi::Op op = gemmi::Op::identity();
      for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j)
          op.rot[i][j] = operations[n].rotation[3 * i + j] * gemmi::Op::DEN;
        op.tran[i] = operations[n].translation[i];
      }
      ops.push_back(op.wrap());
    }
    const gemmi::SpaceGroup *group = gemmi::find_spacegroup_by_ops(gemmi::split_centering_vectors(ops));
    return group == nullptr ? 0 : group->number;
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
