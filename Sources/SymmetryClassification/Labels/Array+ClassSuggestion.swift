import Files

extension [String] {
  /// The clause `; did you mean …?` with the class that unknown ones mean; empty if there is none.
  ///
  /// A name of the same meaning comes before one of similar letters.
  public func classSuggestion(for unknown: [String]) -> String {
    for name in unknown {
      if let same = ClassSynonyms(classNames: self).synonym(of: name) { return "; did you mean \(same)?" }
    }
    return unknown.lazy.map { self.suggestion(for: $0) }.first { !$0.isEmpty } ?? ""
  }
}
