import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Makes plain calls of what javac leaves to be linked at run time, in the jars that go into the
/// image: `java PlainCalls.java <modules> <jar>...`
///
/// A switch over a sealed type, and `equals` and `hashCode` of a record, are each an `invokedynamic`
/// whose code the JVM spins when it first comes by. JDK 25 archives neither, so every start of the
/// gate would spin a good twenty classes anew, a third of the time to its first reply. Here they
/// become methods that do the same, which the archive holds like any other. The meaning is that of
/// `java.lang.runtime.SwitchBootstraps.typeSwitch` and `java.lang.runtime.ObjectMethods.bootstrap`.
final class PlainCalls {

    /// A call site turned into a method.
    private record Plain(String name, MethodTypeDesc type, InvokeDynamicInstruction call) {}

    private static final ClassDesc SWITCH_BOOTSTRAPS =
            ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final ClassDesc OBJECT_METHODS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final LocalDateTime STAMP = LocalDateTime.of(2025, 1, 1, 0, 0);

    private final ClassFile classFile;
    private int calls;

    private PlainCalls(Map<ClassDesc, byte[]> classes) {
        var ours =
                ClassHierarchyResolver.ofResourceParsing(
                        name -> {
                            byte[] bytes = classes.get(name);
                            return bytes == null ? null : new ByteArrayInputStream(bytes);
                        });
        classFile =
                ClassFile.of(
                        ClassHierarchyResolverOption.of(
                                ours.orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /// @param args the folder with all modules, then the jars in it to rewrite
    public static void main(String[] args) throws IOException {
        Map<ClassDesc, byte[]> classes = new HashMap<>();
        try (var jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
            for (Path jar : jars) {
                read(jar).forEach((name, bytes) -> keepClass(name, bytes, classes));
            }
        }
        var plain = new PlainCalls(classes);
        for (String jar : List.of(args).subList(1, args.length)) {
            plain.rewrite(Path.of(jar));
        }
        System.out.println("build: " + plain.calls + " call sites made plain");
    }

    private static void keepClass(String name, byte[] bytes, Map<ClassDesc, byte[]> classes) {
        if (name.endsWith(".class") && name.indexOf('-') < 0) {
            String internal = name.substring(0, name.length() - ".class".length());
            classes.put(ClassDesc.ofInternalName(internal), bytes);
        }
    }

    private static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (var zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private void rewrite(Path jar) throws IOException {
        Map<String, byte[]> entries = read(jar);
        try (OutputStream out = Files.newOutputStream(jar);
                var zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                String name = entry.getKey();
                boolean isClass = name.endsWith(".class") && !name.endsWith("module-info.class");
                var to = new ZipEntry(name);
                to.setTimeLocal(STAMP);
                zip.putNextEntry(to);
                zip.write(isClass ? plain(entry.getValue()) : entry.getValue());
                zip.closeEntry();
            }
        }
    }

    private byte[] plain(byte[] bytes) {
        ClassModel model = classFile.parse(bytes);
        ClassDesc self = model.thisClass().asSymbol();
        boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
        List<Plain> plains = new ArrayList<>();
        var calls =
                ClassTransform.transformingMethodBodies(
                        (code, element) -> {
                            if (element instanceof InvokeDynamicInstruction call
                                    && (isTypeSwitch(call) || isRecordMethod(call))) {
                                var plain =
                                        new Plain(
                                                "plain$" + plains.size(), call.typeSymbol(), call);
                                plains.add(plain);
                                code.invokestatic(self, plain.name, plain.type, isInterface);
                            } else {
                                code.with(element);
                            }
                        });
        var methods =
                ClassTransform.endHandler(
                        builder -> {
                            for (Plain plain : plains) {
                                builder.withMethodBody(
                                        plain.name,
                                        plain.type,
                                        ClassFile.ACC_PRIVATE
                                                | ClassFile.ACC_STATIC
                                                | ClassFile.ACC_SYNTHETIC,
                                        code -> write(plain.call, self, code));
                            }
                        });
        byte[] rewritten = classFile.transformClass(model, calls.andThen(methods));
        if (plains.isEmpty()) {
            return bytes;
        }
        this.calls += plains.size();
        var errors = classFile.verify(rewritten);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(self.displayName() + ": " + errors.getFirst());
        }
        return rewritten;
    }

    /// A switch whose every case is a type or a string; those with enum constants or numbers stay.
    private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
        return call.bootstrapMethod().owner().equals(SWITCH_BOOTSTRAPS)
                && call.bootstrapMethod().methodName().equals("typeSwitch")
                && call.typeSymbol().parameterType(0).isClassOrInterface()
                && call.bootstrapArgs().stream()
                        .allMatch(label -> label instanceof ClassDesc || label instanceof String);
    }

    private static boolean isRecordMethod(InvokeDynamicInstruction call) {
        String name = call.name().stringValue();
        return call.bootstrapMethod().owner().equals(OBJECT_METHODS)
                && (name.equals("equals") || name.equals("hashCode"));
    }

    private static void write(InvokeDynamicInstruction call, ClassDesc self, CodeBuilder code) {
        if (isTypeSwitch(call)) {
            writeSwitch(call.bootstrapArgs(), code);
            return;
        }
        List<DirectMethodHandleDesc> getters = new ArrayList<>();
        for (ConstantDesc argument : call.bootstrapArgs().subList(2, call.bootstrapArgs().size())) {
            getters.add((DirectMethodHandleDesc) argument);
        }
        if (call.name().equalsString("equals")) {
            writeEquals(getters, self, code);
        } else {
            writeHashCode(getters, self, code);
        }
    }

    /// `(target, restart) → index`: -1 for null, else the first label from `restart` on that the
    /// target matches, else their number.
    private static void writeSwitch(List<ConstantDesc> labels, CodeBuilder code) {
        var some = code.newLabel();
        code.aload(0).ifnonnull(some).iconst_m1().ireturn().labelBinding(some);
        for (int i = 0; i < labels.size(); i++) {
            var next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            if (labels.get(i) instanceof ClassDesc type) {
                code.aload(0).instanceOf(type);
            } else {
                code.loadConstant(labels.get(i)).aload(0);
                code.invokevirtual(CD_String, "equals", MethodTypeDesc.of(CD_boolean, CD_Object));
            }
            code.ifeq(next).loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }

    private static void writeEquals(
            List<DirectMethodHandleDesc> getters, ClassDesc self, CodeBuilder code) {
        var differs = code.newLabel();
        code.aload(1).instanceOf(self).ifeq(differs);
        for (DirectMethodHandleDesc getter : getters) {
            ClassDesc type = getter.invocationType().returnType();
            code.aload(0).getfield(self, getter.methodName(), type);
            code.aload(1).checkcast(self).getfield(self, getter.methodName(), type);
            if (type.isPrimitive()) {
                // As ObjectMethods: by the wrapper's compare, which tells 0.0 from -0.0.
                code.invokestatic(
                        wrapper(type), "compare", MethodTypeDesc.of(CD_int, type, type));
                code.ifne(differs);
            } else {
                code.invokestatic(
                        OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object));
                code.ifeq(differs);
            }
        }
        code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
    }

    private static void writeHashCode(
            List<DirectMethodHandleDesc> getters, ClassDesc self, CodeBuilder code) {
        code.iconst_0();
        for (DirectMethodHandleDesc getter : getters) {
            ClassDesc type = getter.invocationType().returnType();
            code.loadConstant(31).imul();
            code.aload(0).getfield(self, getter.methodName(), type);
            if (type.isPrimitive()) {
                code.invokestatic(wrapper(type), "hashCode", MethodTypeDesc.of(CD_int, type));
            } else {
                code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
            }
            code.iadd();
        }
        code.ireturn();
    }

    private static ClassDesc wrapper(ClassDesc primitive) {
        return ClassDesc.of(
                "java.lang."
                        + switch (primitive.descriptorString()) {
                            case "I" -> "Integer";
                            case "J" -> "Long";
                            case "Z" -> "Boolean";
                            case "D" -> "Double";
                            case "F" -> "Float";
                            case "C" -> "Character";
                            case "B" -> "Byte";
                            default -> "Short";
                        });
    }
}
