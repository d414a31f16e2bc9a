import java.io.File;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * HDFS with two data nodes on loopback, which holds captures until standard input ends. Arguments:
 * port, where its blocks lie, the folder of captures, which is moved, and copies of each block.
 */
public final class HdfsCluster {
  public static void main(String[] args) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set("hdfs.minidfs.basedir", args[1]);
    configuration.set("dfs.replication", args[3]);
    configuration.set("dfs.blocksize", Long.toString(16 << 20));
    configuration.set("dfs.namenode.fs-limits.min-block-size", "1048576");
    configuration.set("dfs.permissions.enabled", "false");
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(configuration, new File(args[1]))
            .nameNodePort(Integer.parseInt(args[0]))
            .numDataNodes(2)
            .build()) {
      cluster.waitActive();
      FileSystem files = cluster.getFileSystem();
      files.moveFromLocalFile(new Path(args[2]), new Path("/captures"));
      System.out.println("ready");
      while (System.in.read() >= 0) {}
    }
    System.exit(0);
  }
}
