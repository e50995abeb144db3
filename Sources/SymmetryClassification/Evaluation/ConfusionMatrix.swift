/// How often patterns of each class were taken for each class: rows true, columns predicted.
public struct ConfusionMatrix: Sendable, Hashable {
  /// The number of classes, which is that of rows and of columns.
  public let classCount: Int

  /// The counts row by row: `counts[true * classCount + predicted]`.
  public private(set) var counts: [Int]

  /// Creates the matrix of `classCount` classes with nothing counted yet.
  public init(classCount: Int) {
    precondition(classCount >= 0, "a negative number of classes")
    self.classCount = classCount
    counts = [Int](repeating: 0, count: classCount * classCount)
  }

  /// The number of patterns of class `trueClass` that were taken for class `predicted`.
  public subscript(trueClass: Int, predicted: Int) -> Int {
    get { counts[trueClass * classCount + predicted] }
    set { counts[trueClass * classCount + predicted] = newValue }
  }

  /// The rows, one a true class, each with one count a predicted class.
  public var rows: [[Int]] {
    (0..<classCount).map { Array(counts[$0 * classCount..<($0 + 1) * classCount]) }
  }

  /// The number of patterns counted.
  public var count: Int { counts.reduce(0, +) }

  /// The number of patterns of each true class: the sums of the rows.
  public var support: [Int] { rows.map { $0.reduce(0, +) } }

  /// The number of patterns taken for each class: the sums of the columns.
  public var predictedCounts: [Int] {
    (0..<classCount).map { column in (0..<classCount).reduce(0) { $0 + self[$1, column] } }
  }

  /// Adds `amount` to the cell at `index` of `counts`.
  mutating func add(_ amount: Int, toCell index: Int) { counts[index] += amount }

  /// Sets every count to zero and keeps the memory.
  mutating func clear() {
    for index in counts.indices { counts[index] = 0 }
  }
}
