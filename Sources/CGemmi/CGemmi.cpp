// Selects the standard snprintf: Debian's package of gemmi lacks the bundled stb_sprintf.
#define USE_STD_SNPRINTF

#include "CGemmi.h"

#include <cstring>
#include <string>

#include <gemmi/elem.hpp>
#include <gemmi/symmetry.hpp>

namespace {

const gemmi::SpaceGroup *standard_setting(int number) {
  if (number < 1 || number > 230)
    return nullptr;
  return &gemmi::get_spacegroup_reference_setting(number);
}

// The current symbol, with "e" for a double glide plane (Cmce for Cmca), as in the International Tables since 1992;
// gemmi lists these symbols as alternatives to the older ones.
std::string current_symbol(const gemmi::SpaceGroup &group) {
  for (const gemmi::SpaceGroupAltName &alternative : gemmi::spacegroup_tables::alt_names)
    if (&gemmi::spacegroup_tables::main[alternative.pos] == &group) {
      std::string symbol;
      for (const char *p = alternative.hm; *p != '\0'; ++p)
        if (*p != ' ')
          symbol += *p;
      return symbol;
    }
  std::string symbol = group.short_name();
  if (!symbol.empty())
    symbol[0] = group.hm[0];  // gemmi writes the hexagonal setting of R groups as H
  return symbol;
}

bool find_point_group(const char *symbol, gemmi::PointGroup &group) {
  if (symbol == nullptr)
    return false;
  for (int i = 0; i < 32; ++i) {
    group = static_cast<gemmi::PointGroup>(i);
    if (std::strcmp(gemmi::point_group_hm(group), symbol) == 0)
      return true;
  }
  return false;
}

}  // namespace

int cgemmi_space_group_number(const char *symbol) {
  try {
    if (symbol == nullptr)
      return 0;
    const gemmi::SpaceGroup *group = gemmi::find_spacegroup_by_name(symbol);
    return group == nullptr ? 0 : group->number;
  } catch (...) {
    return 0;
  }
}

bool cgemmi_space_group_symbol(int number, char *buffer, size_t size) {
  try {
    const gemmi::SpaceGroup *group = standard_setting(number);
    if (group == nullptr || buffer == nullptr)
      return false;
    const std::string symbol = current_symbol(*group);
    if (symbol.size() >= size)
      return false;
    std::memcpy(buffer, symbol.c_str(), symbol.size() + 1);
    return true;
  } catch (...) {
    return false;
  }
}

char cgemmi_space_group_centring(int number) {
  try {
    const gemmi::SpaceGroup *group = standard_setting(number);
    return group == nullptr ? '\0' : group->hm[0];
  } catch (...) {
    return '\0';
  }
}

const char *cgemmi_space_group_point_group(int number) {
  try {
    const gemmi::SpaceGroup *group = standard_setting(number);
    return group == nullptr ? nullptr : group->point_group_hm();
  } catch (...) {
    return nullptr;
  }
}

bool cgemmi_space_group_is_sohncke(int number) {
  return number >= 1 && number <= 230 && gemmi::is_sohncke(number);
}

bool cgemmi_space_group_is_symmorphic(int number) {
  return number >= 1 && number <= 230 && gemmi::is_symmorphic(number);
}

int cgemmi_space_group_mirror_image(int number) {
  try {
    const gemmi::SpaceGroup *group = standard_setting(number);
    if (group == nullptr)
      return 0;
    if (!group->is_enantiomorphic())
      return number;
    // Invert the operations through the origin and let gemmi identify the group.
    gemmi::GroupOps operations = group->operations();
    operations.change_basis_forward(gemmi::parse_triplet("-x,-y,-z"));
    const gemmi::SpaceGroup *image = gemmi::find_spacegroup_by_ops(operations);
    return image == nullptr ? 0 : image->number;
  } catch (...) {
    return 0;
  }
}

const char *cgemmi_point_group_laue_class(const char *symbol) {
  gemmi::PointGroup group;
  if (!find_point_group(symbol, group))
    return nullptr;
  return gemmi::laue_class_str(gemmi::pointgroup_to_laue(group));
}

const char *cgemmi_point_group_crystal_system(const char *symbol) {
  gemmi::PointGroup group;
  if (!find_point_group(symbol, group))
    return nullptr;
  return gemmi::crystal_system_str(gemmi::crystal_system(group));
}

const char *cgemmi_element_symbol(int atomic_number) {
  return gemmi::element_name(gemmi::Element(atomic_number >= 1 && atomic_number <= 118 ? atomic_number : 0).elem);
}

int cgemmi_element_number(const char *symbol) {
  if (symbol == nullptr || std::strlen(symbol) > 2)
    return 0;
  return gemmi::Element(symbol).atomic_number();
}
