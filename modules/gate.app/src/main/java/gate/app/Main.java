package gate.app;

/// Placeholder.
final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.out.println("mcpgate 0.1.0");
    }
}
