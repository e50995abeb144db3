// The CIF reader has its own file because gemmi's grammar is slow to compile.
#define USE_STD_SNPRINTF

#include "CGemmiCIF.h"

#include <cmath>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <gemmi/cif.hpp>
#include <gemmi/numb.hpp>

namespace {

namespace pegtl = tao::pegtl;
namespace rules = gemmi::cif::rules;

struct Entry {
  cgemmi_cif_kind kind;
  size_t line;
  std::string text;
};

struct SyntaxFailure {
  std::string message;
  size_t line;
};

// The entries of a file in their order. Gemmi's own document has the line of a loop but not of its values, which an
// error in a site must name.
struct Entries {
  std::vector<Entry> list;
  // Save frames belong to dictionaries; their entries describe no crystal and are skipped.
  bool is_in_frame = false;
  size_t loop_tags = 0;
  size_t loop_values = 0;

  void add(cgemmi_cif_kind kind, size_t line, std::string text) {
    if (!is_in_frame)
      list.push_back({kind, line, std::move(text)});
  }

  void add_value(size_t line, const std::string &text) {
    if (gemmi::cif::is_null(text))
      add(CGEMMI_CIF_NULL, line, text);
    else
      add(CGEMMI_CIF_VALUE, line, gemmi::cif::as_string(text));
  }
};

template <typename Rule> struct Control : pegtl::normal<Rule> {
  template <typename Input, typename... States>
  [[noreturn]] static void raise(const Input &in, States &&...) {
    throw SyntaxFailure{gemmi::cif::error_message<Rule>(), in.position().line};
  }
};

template <typename Rule> struct Action : pegtl::nothing<Rule> {};

template <> struct Action<rules::datablockname> {
  template <typename Input> static void apply(const Input &in, Entries &out) {
    out.is_in_frame = false;
    out.add(CGEMMI_CIF_BLOCK, in.iterator().line, in.string());
  }
};
template <> struct Action<rules::str_global> {
  template <typename Input> static void apply(const Input &in, Entries &out) {
    out.is_in_frame = false;
    out.add(CGEMMI_CIF_BLOCK, in.iterator().line, "global_");
  }
};
template <> struct Action<rules::framename> {
  template <typename Input> static void apply(const Input &, Entries &out) { out.is_in_frame = true; }
};
template <> struct Action<rules::endframe> {
  template <typename Input> static void apply(const Input &, Entries &out) { out.is_in_frame = false; }
};
template <> struct Action<rules::item_tag> {
  template <typename Input> static void apply(const Input &in, Entries &out) {
    out.add(CGEMMI_CIF_TAG, in.iterator().line, in.string());
  }
};
template <> struct Action<rules::item_value> {
  template <typename Input> static void apply(const Input &in, Entries &out) {
    out.add_value(in.iterator().line, in.string());
  }
};
template <> struct Action<rules::missing_value> {
  template <typename Input> static void apply(const Input &in, Entries &) {
    throw SyntaxFailure{"a tag has no value", in.position().line};
  }
};
template <> struct Action<rules::str_loop> {
  template <typename Input> static void apply(const Input &in, Entries &out) {
    out.loop_tags = out.loop_values = 0;
    out.add(CGEMMI_CIF_LOOP, in.iterator().line, "");
  }
};
template <> struct Action<rules::loop_tag> {
  template <typename Input> static void apply(const Input &in, Entries &out) {
    ++out.loop_tags;
    out.add(CGEMMI_CIF_TAG, in.iterator().line, in.string());
  }
};
template <> struct Action<rules::loop_value> {
  template <typename Input> static void apply(const Input &in, Entries &out) {
    ++out.loop_values;
    out.add_value(in.iterator().line, in.string());
  }
};
template <> struct Action<rules::loop> {
  template <typename Input> static void apply(const Input &in, Entries &out) {
    if (out.loop_tags == 0 || out.loop_values % out.loop_tags != 0)
      throw SyntaxFailure{"the loop that begins here has " + std::to_string(out.loop_values) +
                              " values, which is not a multiple of its " + std::to_string(out.loop_tags) + " tags",
                          in.iterator().line};
  }
};

}  // namespace

struct cgemmi_cif {
  Entries entries;
  std::string failure;
  size_t failure_line = 0;
};

cgemmi_cif *cgemmi_cif_read(const char *bytes, size_t count) {
  std::unique_ptr<cgemmi_cif> cif;
  try {
    cif = std::make_unique<cgemmi_cif>();
    try {
      pegtl::memory_input<> in(bytes, count, "");
      if (!pegtl::parse<rules::file, Action, Control>(in, cif->entries))
        cif->failure = "the file has only white space and comments";
    } catch (const SyntaxFailure &failure) {
      cif->failure = failure.message;
      cif->failure_line = failure.line;
    } catch (const std::exception &exception) {
      cif->failure = exception.what();
    }
  } catch (...) {
    return nullptr;
  }
  return cif.release();
}

void cgemmi_cif_free(cgemmi_cif *cif) { delete cif; }

const char *cgemmi_cif_failure(const cgemmi_cif *cif, size_t *line) {
  *line = cif->failure_line;
  return cif->failure.empty() ? nullptr : cif->failure.c_str();
}

size_t cgemmi_cif_count(const cgemmi_cif *cif) { return cif->entries.list.size(); }

cgemmi_cif_entry cgemmi_cif_at(const cgemmi_cif *cif, size_t index) {
  const Entry &entry = cif->entries.list[index];
  return {entry.kind, entry.line, entry.text.c_str()};
}

bool cgemmi_cif_number(const char *text, double *number) {
  try {
    *number = gemmi::cif::as_number(text);
    return std::isfinite(*number);
  } catch (...) {
    return false;
  }
}
