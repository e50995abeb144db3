import CGemmi

/// A symmetry operation of a crystal: a rotation or rotoinversion and a translation in the basis of a cell.
///
/// It maps the position **x**, in fractions of the cell's edges, to R **x** + **t**. International Tables
/// for Crystallography A (2016), section 1.2.2.
public struct SymmetryOperation: Sendable, Hashable {
  /// The matrix R, whose determinant is 1 or -1.
  public let rotation: IntegerMatrix3
  /// The type of the rotation.
  public let type: RotationType
  /// The translation **t** in fractions of the cell's edges.
  public var translation: Vector3

  /// The identity.
  public static let identity = SymmetryOperation(.identity, type: .one, translation: .zero)

  private init(_ rotation: IntegerMatrix3, type: RotationType, translation: Vector3) {
    (self.rotation, self.type, self.translation) = (rotation, type, translation)
  }

  /// Creates an operation; nil if no lattice has the rotation as a symmetry.
  public init?(rotation: IntegerMatrix3, translation: Vector3 = .zero) {
    guard let type = RotationType(rotation) else { return nil }
    self.init(rotation, type: type, translation: translation)
  }

  /// Reads an operation in the notation of CIF, such as `x,y,-z+1/2`.
  ///
  /// Fractions are multiples of 1/24; decimals, as in `x+0.3333`, are rounded to the nearest multiple
  /// within 0.002.
  public init?(triplet: String) {
    guard let plain = Self.withoutDecimals(triplet) else { return nil }
    var operation = cgemmi_operation()
    guard unsafe cgemmi_read_operation(plain, &operation) else { return nil }
    self.init(operation)
  }

  /// Creates an operation from gemmi's.
  init?(_ operation: cgemmi_operation) {
    let (r, t) = (operation.rotation, operation.translation)
    let rotation = IntegerMatrix3(
      rows: [Int(r.0), Int(r.1), Int(r.2)],
      [Int(r.3), Int(r.4), Int(r.5)],
      [Int(r.6), Int(r.7), Int(r.8)]
    )
    let unit = Double(CGEMMI_TRANSLATION_UNIT)
    self.init(rotation: rotation, translation: [Double(t.0) / unit, Double(t.1) / unit, Double(t.2) / unit])
  }

  /// True for a rotation without inversion or reflection.
  public var isProper: Bool { type.isProper }

  /// The inverse operation.
  public var inverse: SymmetryOperation {
    let rotation = rotation.inverse
    // An operation and its inverse have the same type.
    return SymmetryOperation(rotation, type: type, translation: -(rotation * translation))
  }

  /// The same operation modulo lattice translations: the translation in 0 ..< 1.
  public var reduced: SymmetryOperation { SymmetryOperation(rotation, type: type, translation: translation.inCell) }

  /// The product with another operation, which acts first; nil if no lattice has both as symmetries.
  ///
  /// The translation is not reduced.
  func following(_ other: SymmetryOperation) -> SymmetryOperation? {
    SymmetryOperation(rotation: rotation * other.rotation, translation: rotation * other.translation + translation)
  }

  /// The product, which applies the second operation first; its translation is not reduced.
  ///
  /// Both must be symmetries of one lattice.
  public static func * (first: SymmetryOperation, second: SymmetryOperation) -> SymmetryOperation {
    guard let product = first.following(second) else {
      preconditionFailure("\(first) and \(second) are not symmetries of one lattice")
    }
    return product
  }

  /// Returns the image of a position in fractions of the cell's edges; it may lie in another cell.
  public func callAsFunction(_ position: Vector3) -> Vector3 { rotation * position + translation }

  /// Returns the image of a lattice plane: the row **h** R⁻¹, with which (**h** R⁻¹) · (R **x**) = **h** · **x**.
  ///
  /// Structure factors F(**h**) = Σ f exp(2πi **h** · **x**) of a crystal with this symmetry then obey
  /// F(**h**) = F(**h** R⁻¹) exp(-2πi (**h** R⁻¹) · **t**).
  public func callAsFunction(_ index: MillerIndex) -> MillerIndex {
    let image = rotation.inverse.transposed * SIMD3(index.h, index.k, index.l)
    return MillerIndex(image.x, image.y, image.z)
  }

  /// Returns the rotation in the Cartesian frame of a cell; orthogonal if the cell has this symmetry.
  public func cartesianRotation(in cell: UnitCell) -> Matrix3 {
    cell.directMatrix * rotation.matrix * cell.reciprocalMatrix.transposed
  }

  /// Returns the text with each decimal fraction as a multiple of 1/24, or nil if one is not.
  private static func withoutDecimals(_ text: String) -> String? {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var plain = ""
    var number = ""
    for character in text + " " {
      if character.isASCII && (character.isNumber || character == ".") {
        number.append(character)
        continue
      }
      if number.contains(".") {
        guard let value = Double(number), value < 4 else { return nil }
        let count = (value * 24).rounded()
        guard abs(value - count / 24) < 0.002 else { return nil }
        plain += fraction(Int(count))
      } else {
        plain += number
      }
      number = ""
      plain.append(character)
    }
    return plain
  }

  /// A number of 24ths as a fraction in lowest terms.
  private static func fraction(_ count: Int) -> String {
    var (numerator, denominator) = (count, 24)
    for prime in [2, 2, 2, 3] where numerator % prime == 0 && denominator % prime == 0 {
      numerator /= prime
      denominator /= prime
    }
    return denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
  }
}

extension SymmetryOperation: CustomStringConvertible {
  /// The operation in the notation of CIF, as in `-x,y+1/2,-z`.
  public var description: String {
    (0..<3).map { row in
      var text = ""
      for (column, letter) in ["x", "y", "z"].enumerated() where rotation[row, column] != 0 {
        let factor = rotation[row, column]
        text += factor < 0 ? "-" : text.isEmpty ? "" : "+"
        text += abs(factor) == 1 ? letter : "\(abs(factor))*\(letter)"
      }
      let shift = translation[row]
      let count = (shift * 24).rounded()
      if abs(shift * 24 - count) > 1e-4 {
        text += (shift < 0 ? "-" : "+") + "\((abs(shift) * 1e5).rounded() / 1e5)"
      } else if count != 0 {
        text += (count < 0 ? "-" : "+") + Self.fraction(Int(abs(count)))
      }
      return text
    }.joined(separator: ",")
  }
}
