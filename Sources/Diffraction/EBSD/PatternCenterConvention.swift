import Crystallography

/// Whose way of giving a pattern centre three numbers mean.
///
/// The pattern centre is the foot of the perpendicular from the source of the electrons to the screen, and its
/// length L. All makers count x* from the left edge in units of the width. With W and H columns and rows:
///
/// | maker | y* | z* |
/// |---|---|---|
/// | Bruker | from the top, in units of H | L / H |
/// | EDAX (TSL) | from the bottom, in units of H | L / min(W, H) |
/// | Oxford Instruments | from the bottom, in units of W | L / W |
///
/// Britton et al., Mater. Charact. 117, 113 (2016); documentation of kikuchipy, "Reference frames" (Ånes et al.).
public enum PatternCenterConvention: String, Codable, Sendable, CaseIterable {
  /// Bruker: what ednet itself uses.
  case bruker
  /// EDAX, also called TSL.
  case edax
  /// Oxford Instruments.
  case oxford

  /// A pattern centre of this convention in Bruker's, for images of `width` × `height` pixels.
  public func toBruker(_ center: Vector3, width: Int, height: Int) -> Vector3 {
    let aspect = Double(width) / Double(height)
    return switch self {
    case .bruker: center
    case .edax: [center.x, 1 - center.y, center.z * min(aspect, 1)]
    case .oxford: [center.x, 1 - center.y * aspect, center.z * aspect]
    }
  }

  /// A pattern centre of Bruker's convention in this one, for images of `width` × `height` pixels.
  public func fromBruker(_ center: Vector3, width: Int, height: Int) -> Vector3 {
    let aspect = Double(width) / Double(height)
    return switch self {
    case .bruker: center
    case .edax: [center.x, 1 - center.y, center.z / min(aspect, 1)]
    case .oxford: [center.x, (1 - center.y) / aspect, center.z / aspect]
    }
  }
}
