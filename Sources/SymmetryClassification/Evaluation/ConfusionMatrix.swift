/// The numbers of patterns by true class (rows) and predicted class (columns).
public struct ConfusionMatrix: Sendable, Hashable {
  /// The number of classes, rows and columns.
  public let classCount: Int

  /// The counts row by row: `counts[true * classCount + predicted]`.
  public private(set) var counts: [Int]

  /// Creates a matrix of zeros.
  public init(classCount: Int) {
    precondition(classCount >= 0, "the number of classes cannot be negative")
    self.classCount = classCount
    counts = [Int](repeating: 0, count: classCount * classCount)
  }

  /// The number of patterns of class `trueClass` that were classified as `predicted`.
  public subscript(trueClass: Int, predicted: Int) -> Int {
    get { counts[trueClass * classCount + predicted] }
    set { counts[trueClass * classCount + predicted] = newValue }
  }

  /// The rows, one per true class, each with one count per predicted class.
  public var rows: [[Int]] { (0..<classCount).map { Array(counts[$0 * classCount..<($0 + 1) * classCount]) } }

  /// The number of patterns counted.
  public var count: Int { counts.reduce(0, +) }

  /// The number of patterns of each true class: the sums of the rows.
  public var support: [Int] { rows.map { $0.reduce(0, +) } }

  /// The number of patterns classified as each class: the sums of the columns.
  public var predictedCounts: [Int] {
    (0..<classCount).map { column in (0..<classCount).reduce(0) { $0 + self[$1, column] } }
  }

  /// Adds `amount` to the cell at `index` of `counts`.
  mutating func add(_ amount: Int, toCell index: Int) { counts[index] += amount }

  /// Sets all counts to zero and keeps the memory.
  mutating func clear() { for index in counts.indices { counts[index] = 0 } }
}
