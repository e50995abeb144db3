extension Sequence<String> {
  /// The name that a mistyped one most probably means; nil if none resembles it.
  ///
  /// It is the one of the smallest Levenshtein distance, upper and lower case alike, the first of equals. Names
  /// resemble each other if at most half of the letters of the longer one change; those of two letters change in case
  /// alone.
  public func nearestName(to name: String) -> String? {
    let letters = Array(name.lowercased())
    var best: (name: String, distance: Int)?
    for candidate in self {
      let other = Array(candidate.lowercased())
      let distance = levenshteinDistance(letters, other)
      let longer = Swift.max(letters.count, other.count)
      guard distance < best?.distance ?? .max, distance <= (longer > 2 ? longer / 2 : 0) else { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// The clause `; did you mean …?` with the nearest name; empty if none resembles it.
  public func suggestion(for name: String) -> String { nearestName(to: name).map { "; did you mean \($0)?" } ?? "" }
}

/// The least number of insertions, deletions and replacements that turn one sequence into another.
///
/// Wagner and Fischer, *The string-to-string correction problem*, J. ACM 21, 168 (1974), one row at a time.
private func levenshteinDistance(_ first: [Character], _ second: [Character]) -> Int {
  var row = Array(0...second.count)
  for (i, letter) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in second.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = Swift.min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[second.count]
}
