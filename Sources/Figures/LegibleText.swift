import Foundation

/// The form in which figures draw texts whose signs no font of the machine has.
///
/// Such a text is written in Latin letters, and each sign without a transliteration as its code, such as U+1F600; a
/// renderer would draw boxes, which look alike.
public struct LegibleText {
  private let hasGlyphs: (String) -> Bool

  /// Creates the form for the fonts of this machine.
  public init() {
    let layout = TextLayout()
    self.init(hasGlyphs: layout.hasGlyphs)
  }

  package init(hasGlyphs: @escaping (String) -> Bool) { self.hasGlyphs = hasGlyphs }

  /// The text, or its legible form.
  public func callAsFunction(_ text: String) -> String {
    if hasGlyphs(text) { return text }
    let latin = text.applyingTransform(.toLatin, reverse: false) ?? text
    return hasGlyphs(latin) ? latin : latin.map { hasGlyphs(String($0)) ? String($0) : Self.codes(of: $0) }.joined()
  }

  /// Names, or their legible forms; names with the same Latin form become codes, so that all stay distinct.
  public func names(_ names: [String]) -> [String] {
    let drawn = names.map { self($0) }
    let counts = drawn.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    return zip(names, drawn).map { name, drawn in
      name == drawn || counts[drawn] == 1
        ? drawn : name.map { hasGlyphs(String($0)) ? String($0) : Self.codes(of: $0) }.joined()
    }
  }

  /// One sentence on the names that figures cannot draw as they are; nil if there are none.
  public func warning(on names: [String]) -> String? {
    let changed = zip(names, self.names(names)).filter { $0 != $1 }
    guard !changed.isEmpty else { return nil }
    let shown = changed.prefix(5).map { "\($0) as \($1)" }.joined(separator: ", ")
    return "no font of this machine has all signs of \(changed.count == 1 ? "a class name" : "some class names"), so "
      + "figures show \(shown)\(changed.count > 5 ? " …" : ""); install a font for "
      + "\(changed.count == 1 ? "it" : "them"), such as the package "
      + "fonts-noto-cjk for Chinese, Japanese and Korean"
  }

  private static func codes(of character: Character) -> String {
    character.unicodeScalars.map { "U+" + String(format: "%04X", $0.value) }.joined()
  }
}
