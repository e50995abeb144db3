import Imaging

/// An error in classifying images, in choosing a decision rule, or in arranging the images of a scan.
public enum ClassificationError: Error, Sendable, CustomStringConvertible {
  /// An image file cannot be read.
  case unreadable(ImageFileError)
  /// The network's outputs for an image are not finite, as those of a damaged model may be.
  case nonFiniteOutputs(image: String)
  /// The model has no risk–coverage curve from which a threshold could be chosen.
  case noRiskCoverageCurve(fused: Bool)
  /// No threshold of the model's risk–coverage curve guarantees an error rate.
  case unattainableErrorRate(Double, fused: Bool, RiskCoverageCurve)
  /// The position of an image in its scan cannot be read from the file's name.
  case noScanPosition(file: String)
  /// A number in an image's name is followed by something that cannot be part of a position.
  case cutScanPosition(file: String, number: String)
  /// Positions of a scan are in different units.
  case mixedScanUnits(String, String)
  /// The positions along an axis of a scan are not in equal steps.
  case unequalScanSteps([String])
  /// The names of a scan's images give another size than the user.
  case contradictedScanSize(rows: Int, columns: Int, givenRows: Int, givenColumns: Int)
  /// The size of a scan whose names hold no positions is not given.
  case unknownScanSize
  /// Two images have the same position in a scan.
  case repeatedScanPosition(String, String)
  /// The number of images does not match the size of a scan.
  case scanSize(rows: Int, columns: Int, files: Int)
  /// A scan has more positions than a map can show.
  case oversizedScan(rows: Int, columns: Int)

  /// One sentence: the cause and the remedy.
  public var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .nonFiniteOutputs(let image):
      "\(image): the network's outputs are not finite numbers; the model may be damaged"
    case .noRiskCoverageCurve(let fused):
      "the model has no validation error rates for \(Self.answers(fused)), so no threshold can be chosen for an "
        + "error rate; train with validation patterns\(fused ? " of several per specimen" : ""), or give the "
        + "least probability to accept"
    case .unattainableErrorRate(let rate, let fused, let curve):
      "the model cannot guarantee an error rate of \(rate): on its \(curve.answers) validation "
        + "\(fused ? "specimens" : "patterns of \(curve.specimens) specimens") the lowest rate that any threshold "
        + "guarantees with 95 % confidence is \(Self.percent(curve.leastBound)); ask for a higher rate, or give "
        + "the least probability to accept"
    case .noScanPosition(let file):
      "\(file): cannot read a position from this name (expected, for example, x012_y034.png); give the numbers of "
        + "rows and columns"
    case .cutScanPosition(let file, let number):
      "\(file): the position cannot be read, since the name continues directly after \(number); use names such as "
        + "x012_y034.png"
    case .mixedScanUnits(let first, let second):
      "\(first) and \(second) have positions in different units; use one unit for all names"
    case .unequalScanSteps(let numbers):
      "the positions \(numbers.prefix(4).joined(separator: ", "))\(numbers.count > 4 ? " …" : "") in the names are not "
        + "in equal steps; rename the files by column and row"
    case .contradictedScanSize(let rows, let columns, let givenRows, let givenColumns):
      "the names give \(rows) rows of \(columns) columns, but \(givenRows) rows of \(givenColumns) columns are asked "
        + "for; correct these numbers or leave them out"
    case .unknownScanSize: "the order of the files gives no positions without the numbers of rows and columns"
    case .repeatedScanPosition(let first, let second): "\(first) and \(second) have the same position in the scan"
    case .scanSize(let rows, let columns, let files):
      "\(rows) rows of \(columns) columns need \(rows * columns) files, but there are \(files)"
    case .oversizedScan(let rows, let columns):
      "\(rows) rows of \(columns) columns are too many for a map; check that all files belong to one scan"
    }
  }

  private static func answers(_ fused: Bool) -> String { fused ? "fused answers" : "single patterns" }

  private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
