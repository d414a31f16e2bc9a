package io.tlsfloor.report.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Says in words why the system refused: its exceptions often carry the path and no reason. */
public final class Reasons {
  private Reasons() {}

  /** One clause, without the path. */
  public static String of(@Nullable Throwable failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "not a directory";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the directory is not empty";
    }
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    if (failure instanceof FileNotFoundException e) {
      return inBrackets(String.valueOf(e.getMessage()));
    }
    if (failure instanceof IOException && failure.getMessage() != null) {
      return failure.getMessage();
    }
    return String.valueOf(failure);
  }

  /** {@code x.pcap (Permission denied)} says its reason in brackets. */
  private static String inBrackets(String message) {
    int open = message.lastIndexOf('(');
    return open < 0 || !message.endsWith(")")
        ? message
        : message.substring(open + 1, message.length() - 1);
  }
}
