CREATE TABLE `Native` (
  `id` INTEGER NOT NULL AUTO_INCREMENT,
  `varchar` VARCHAR(10), `char` CHAR(5), `text` TEXT, `long` LONGTEXT,
  `tiny` TINYINT, `small` SMALLINT, `medium` MEDIUMINT, `unsigned` SMALLINT UNSIGNED, `large` BIGINT UNSIGNED,
  `year` YEAR, `bit` BIT(1), `bits` BIT(16), `flag` TINYINT, `single` FLOAT, `double` DOUBLE, `precise` DECIMAL(30, 10),
  `timestamp` TIMESTAMP(3) NULL, `moment` DATETIME(3), `day` DATE, `clock` TIME(0),
  `binary` VARBINARY(8), `blob` LONGBLOB, `document` JSON,
  `token` VARCHAR(36) NOT NULL DEFAULT (uuid()), `chosen` SET('a', 'b'),
  PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4;
CREATE TABLE `Article` (
  `id` INTEGER NOT NULL AUTO_INCREMENT, `title` VARCHAR(191) NOT NULL, `body` TEXT NOT NULL,
  FULLTEXT INDEX `Article_body_idx` (`body`), PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4;
