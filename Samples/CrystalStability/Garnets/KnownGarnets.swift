import SampleSupport

/// Garnets that are minerals or that laboratories grow, of ions that the networks were trained on.
enum KnownGarnets {
  /// The garnets, and two whose C site two ions share.
  static func all() throws(SampleError) -> [Garnet] {
    var garnets: [Garnet] = []
    for (c, a, d) in [
      ("Y3+", "Al3+", "Al3+"), ("Tb3+", "Al3+", "Al3+"), ("Lu3+", "Al3+", "Al3+"), ("Y3+", "Ga3+", "Ga3+"),
      ("Gd3+", "Ga3+", "Ga3+"), ("Nd3+", "Ga3+", "Ga3+"), ("Gd3+", "Sc3+", "Ga3+"), ("Ca2+", "Al3+", "Si4+"),
      ("Mg2+", "Al3+", "Si4+"), ("Ca2+", "Ga3+", "Ge4+"), ("Ca2+", "Al3+", "Ge4+"), ("Y3+:2 Gd3+:1", "Al3+", "Al3+"),
      ("Y3+:1 Lu3+:2", "Al3+", "Al3+"),
    ] { garnets.append(try Garnet(c: c, a: a, d: d)) }
    return garnets
  }
}
