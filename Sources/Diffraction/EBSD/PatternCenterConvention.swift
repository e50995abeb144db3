import Crystallography

/// A manufacturer's convention for the three numbers of a pattern centre.
///
/// The pattern centre is the foot of the perpendicular from the electron source to the screen, together with its
/// length L. All conventions measure x* from the left edge in units of the width. With W columns and H rows:
///
/// | manufacturer | y* | z* |
/// |---|---|---|
/// | Bruker | from the top, in units of H | L / H |
/// | EDAX (TSL) | from the bottom, in units of H | L / min(W, H) |
/// | Oxford Instruments | from the bottom, in units of W | L / W |
///
/// Britton et al., Mater. Charact. 117, 113 (2016); documentation of kikuchipy, "Reference frames" (Ånes et al.).
public enum PatternCenterConvention: String, Codable, Sendable, CaseIterable {
  /// Bruker, the convention of ``DetectorGeometry``.
  case bruker
  /// EDAX, also called TSL.
  case edax
  /// Oxford Instruments.
  case oxford

  /// Converts a pattern centre from this convention to Bruker's, for images of `width` × `height` pixels.
  public func toBruker(_ center: Vector3, width: Int, height: Int) -> Vector3 {
    let aspect = Double(width) / Double(height)
    return switch self {
    case .bruker: center
    case .edax: [center.x, 1 - center.y, center.z * min(aspect, 1)]
    case .oxford: [center.x, 1 - center.y * aspect, center.z * aspect]
    }
  }

  /// Converts a pattern centre from Bruker's convention to this one, for images of `width` × `height` pixels.
  public func fromBruker(_ center: Vector3, width: Int, height: Int) -> Vector3 {
    let aspect = Double(width) / Double(height)
    return switch self {
    case .bruker: center
    case .edax: [center.x, 1 - center.y, center.z / min(aspect, 1)]
    case .oxford: [center.x, (1 - center.y) / aspect, center.z / aspect]
    }
  }
}
