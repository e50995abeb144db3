import NeuralNetworks
import Testing

@Suite struct NetworkTableTests {
  @Test func printsLayersShapesParametersAndCosts() throws {
    let network = try Network(input: Shape(channels: 1, height: 32, width: 32)) {
      Conv2D(filters: 16, kernel: 3, activation: .relu)
      Residual(activation: .relu) {
        Conv2D(filters: 16, kernel: 3, stride: 2)
        Dropout(rate: 0.25)
      } shortcut: {
        AveragePool2D(size: 2)
      }
      Residual { Activation(.tanh) }
      Dense(units: 14)
    }
    #expect(
      network.description == """
        layer                                                output  parameters  multiply-adds
        input                                               1×32×32
        Conv2D(filters: 16, kernel: 3, activation: .relu)  16×32×32         160        147,456
        Residual                                           16×16×16
          body
            Conv2D(filters: 16, kernel: 3, stride: 2)      16×16×16       2,320        589,824
            Dropout(rate: 0.25)                            16×16×16
          shortcut
            AveragePool2D(size: 2)                         16×16×16
        Residual                                           16×16×16
          body
            Activation(.tanh)                              16×16×16
        Dense(units: 14)                                     14×1×1      57,358         57,344
        total                                                            59,838        794,624
        """
    )
  }
}
